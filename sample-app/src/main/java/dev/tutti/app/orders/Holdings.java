package dev.tutti.app.orders;

/**
 * What is committed of an order.
 *
 * @param orders rows in the table of orders
 * @param stock rows in the table of reservations
 * @param events messages in the queue
 * @param cache entries in the cache
 * @param audit lines of the audit about it
 */
public record Holdings(int orders, int stock, int events, int cache, int audit) {}
