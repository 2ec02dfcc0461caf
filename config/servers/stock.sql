-- MySQL. Run by `tutti init`, as often as you like. Only InnoDB knows transactions.
CREATE TABLE IF NOT EXISTS reservation (
  order_id BIGINT PRIMARY KEY,
  sku      VARCHAR(40) NOT NULL,
  quantity INTEGER     NOT NULL CHECK (quantity > 0),
  origin   VARCHAR(20) NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4;
