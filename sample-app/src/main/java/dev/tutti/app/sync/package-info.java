/**
 * Records of a file to their targets, and back: reading, validating, writing in one transaction
 * each, and comparing. Knows handles (connections, JMS contexts, transactional maps), not adapters'
 * builders. The ways in are {@link dev.tutti.app.sync.SyncRun} and {@link
 * dev.tutti.app.sync.Verification}.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.app.sync;
