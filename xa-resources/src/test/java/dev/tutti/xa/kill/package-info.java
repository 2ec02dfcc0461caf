/** The failure table: a process halted at each point of the protocol, for each pair of sources. */
package dev.tutti.xa.kill;
