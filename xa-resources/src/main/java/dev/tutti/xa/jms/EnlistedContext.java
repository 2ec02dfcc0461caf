package dev.tutti.xa.jms;

import jakarta.jms.Session;

/** What the contexts of transactions also are: a way to the classic API on the same session. */
interface EnlistedContext {

  /** The session of the transaction, gated. */
  Session enlistedSession();
}
