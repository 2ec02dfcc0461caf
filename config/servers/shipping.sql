-- MariaDB. Run by `tutti init`, as often as you like. Only InnoDB knows transactions.
CREATE TABLE IF NOT EXISTS parcel (
  order_id BIGINT PRIMARY KEY,
  customer VARCHAR(80) NOT NULL,
  city     VARCHAR(60) NOT NULL,
  express  BOOLEAN     NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4;
