/**
 * A service with annotated methods, as an application writes one. The way in is {@link
 * dev.tutti.app.orders.OrderService}.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.app.orders;
