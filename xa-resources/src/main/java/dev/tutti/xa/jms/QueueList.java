package dev.tutti.xa.jms;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.xa.config.ResourceSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The {@code queues} of a configuration file: a list, or one text with commas. */
final class QueueList {

  private QueueList() {}

  static List<String> of(ResourceSettings settings) {
    List<String> queues = new ArrayList<>();
    settings.optional("queues").ifPresent(text -> queues.addAll(List.of(text.split(","))));
    for (String key : settings.names()) {
      if (key.matches("queues\\[\\d+]")) {
        queues.add(settings.text(key));
      }
    }
    return queues.stream().map(String::trim).filter(q -> !q.isEmpty()).distinct().toList();
  }

  /** Builds; a refused value is reported under the key that the file has for it. */
  static <T> T inSection(ResourceSettings settings, Supplier<T> build) {
    try {
      return build.get();
    } catch (ConfigurationException e) {
      throw settings.qualified(e);
    }
  }
}
