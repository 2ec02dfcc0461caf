package dev.tutti.app.orders;

import java.math.BigDecimal;

/**
 * What a customer wants.
 *
 * @param id tells it from other orders
 * @param customer who
 * @param sku what
 * @param quantity how many
 * @param total for how much
 */
public record Order(long id, String customer, String sku, int quantity, BigDecimal total) {}
