package dev.tutti.xa.jms;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import java.lang.reflect.Proxy;

/** A classic connection whose sessions are the transaction's one session. */
final class EnlistedConnection {

  private EnlistedConnection() {}

  static Connection of(String resource, JMSContext handle) {
    return (Connection)
        Proxy.newProxyInstance(
            EnlistedConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "createSession" -> ((EnlistedContext) handle).enlistedSession();
                  case "start", "close" -> null;
                  case "getMetaData" -> handle.getMetaData();
                  case "getClientID" -> handle.getClientID();
                  case "equals" -> proxy == args[0];
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "toString" -> "Connection of " + handle;
                  default ->
                      throw new IllegalStateException(
                          resource
                              + ": "
                              + method.getName()
                              + "() is not for a connection in a transaction: it is shared with"
                              + " later ones; configure the resource");
                });
  }
}
