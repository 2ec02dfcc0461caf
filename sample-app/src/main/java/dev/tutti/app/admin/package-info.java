/**
 * The recovery admin over HTTP: a JSON API and a page, with roles and sessions. It asks a {@link
 * dev.tutti.tm.recovery.RecoveryAdmin} through a {@link dev.tutti.app.admin.AdminNode} and knows
 * neither configurations nor adapters. The way in is {@link dev.tutti.app.admin.AdminServer}.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.app.admin;
