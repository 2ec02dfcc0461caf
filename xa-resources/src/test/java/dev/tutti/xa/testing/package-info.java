/**
 * Real servers for tests, and a network between them and the test that can be broken. Start with
 * {@link dev.tutti.xa.testing.Servers} for servers that all tests share, with {@link
 * dev.tutti.xa.testing.RealServers} for one of a test's own, and with {@link
 * dev.tutti.xa.testing.TcpProxy} for the network.
 */
@NullMarked
package dev.tutti.xa.testing;

import org.jspecify.annotations.NullMarked;
