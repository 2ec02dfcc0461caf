package dev.tutti.app.examples;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of the first database. */
@Entity
@Table(name = "purchase")
class Purchase {
  @Id long id;
  String item;

  protected Purchase() {}

  Purchase(long id, String item) {
    this.id = id;
    this.item = item;
  }
}
