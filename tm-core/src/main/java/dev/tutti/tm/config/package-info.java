/**
 * What a transaction system is told: immutable, validated when built. The way in is {@link
 * dev.tutti.tm.config.TransactionSystemConfig#builder(String, java.nio.file.Path)}. This package
 * uses no other package of Tutti.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.tm.config;
