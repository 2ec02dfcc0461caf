package dev.tutti.app.examples;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of the second database. */
@Entity
@Table(name = "reservation")
class Reservation {
  @Id long id;
  String item;

  protected Reservation() {}

  Reservation(long id, String item) {
    this.id = id;
    this.item = item;
  }
}
