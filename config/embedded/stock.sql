-- Run by `tutti init`, as often as you like.
CREATE TABLE IF NOT EXISTS reservation (
  order_id BIGINT PRIMARY KEY,
  sku      VARCHAR(40) NOT NULL,
  quantity INTEGER     NOT NULL CHECK (quantity > 0),
  origin   VARCHAR(20) NOT NULL
);
