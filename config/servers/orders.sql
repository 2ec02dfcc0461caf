-- PostgreSQL. Run by `tutti init`, as often as you like.
CREATE TABLE IF NOT EXISTS orders (
  id        BIGINT PRIMARY KEY,
  customer  VARCHAR(80)    NOT NULL,
  city      VARCHAR(60)    NOT NULL,
  total     NUMERIC(12, 2) NOT NULL CHECK (total >= 0),
  placed_at TIMESTAMP      NOT NULL,
  express   BOOLEAN        NOT NULL,
  note      VARCHAR(200)
);

-- What `tutti demo transactional` has tried.
CREATE TABLE IF NOT EXISTS audit (
  order_id BIGINT       NOT NULL,
  line     VARCHAR(200) NOT NULL
);
