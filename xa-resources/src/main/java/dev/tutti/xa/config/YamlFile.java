package dev.tutti.xa.config;

import dev.tutti.tm.config.ConfigurationException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML file as flat keys. Reads the node graph and not Java values, so that a scalar stays as it
 * is written, a key that stands twice is seen and each key knows its line.
 *
 * @param values dotted key to text, in file order; a list of scalars is joined with commas
 * @param lines dotted key to line, from 1
 */
record YamlFile(Map<String, String> values, Map<String, Integer> lines) {

  static YamlFile read(Path file) {
    if (Files.isDirectory(file)) {
      throw new ConfigurationException(
          "--config", file.toAbsolutePath() + " is a directory; name a configuration file");
    }
    try (Reader reader = Files.newBufferedReader(file)) {
      Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(reader);
      YamlFile flat = new YamlFile(new LinkedHashMap<>(), new LinkedHashMap<>());
      if (root instanceof MappingNode mapping) {
        flat.flatten("", mapping);
      } else if (root != null && !root.getTag().equals(Tag.NULL)) {
        throw new ConfigurationException(file.getFileName() + "", "is not a list of `key: value`");
      }
      return flat;
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(
          "--config", file.toAbsolutePath() + " does not exist; name a configuration file");
    } catch (CharacterCodingException e) {
      throw new ConfigurationException("--config", file.toAbsolutePath() + " is not UTF-8 text");
    } catch (IOException e) {
      throw new ConfigurationException(
          "--config", file.toAbsolutePath() + " cannot be read: " + e.getMessage());
    } catch (MarkedYAMLException e) {
      throw notYaml(file, e);
    } catch (YAMLException e) {
      throw new ConfigurationException(
          file.getFileName() + "", "is not YAML: " + oneLine(String.valueOf(e.getMessage())));
    }
  }

  private static ConfigurationException notYaml(Path file, MarkedYAMLException e) {
    String where = file.getFileName() + "";
    if (e.getProblemMark() != null) {
      where +=
          ":" + (e.getProblemMark().getLine() + 1) + ":" + (e.getProblemMark().getColumn() + 1);
    }
    return new ConfigurationException(where, "is not YAML: " + oneLine(e.getProblem()));
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }

  private void flatten(String prefix, MappingNode mapping) {
    List<NodeTuple> merged = new ArrayList<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (entry.getKeyNode().getTag().equals(Tag.MERGE)) {
        merged.add(entry);
        continue;
      }
      String key = prefix + key(prefix, entry.getKeyNode());
      int line = entry.getKeyNode().getStartMark().getLine() + 1;
      Integer before = lines.put(key, line);
      if (before != null) {
        throw new ConfigurationException(
            key, "stands twice, in lines " + before + " and " + line + "; keep one");
      }
      value(key, entry.getValueNode());
    }
    for (NodeTuple entry : merged) {
      if (entry.getValueNode() instanceof MappingNode defaults) {
        YamlFile other = new YamlFile(new LinkedHashMap<>(), new LinkedHashMap<>());
        other.flatten(prefix, defaults);
        other.values.forEach(values::putIfAbsent);
        other.lines.forEach(lines::putIfAbsent);
      }
    }
  }

  private static String key(String prefix, Node node) {
    String key = node instanceof ScalarNode scalar ? scalar.getValue() : "";
    if (key.isBlank() || key.contains(".")) {
      throw new ConfigurationException(
          prefix + key,
          "line "
              + (node.getStartMark().getLine() + 1)
              + ": a key is a text without a dot; write `a: {b: c}` for a.b");
    }
    return key;
  }

  private void value(String key, Node node) {
    if (node instanceof MappingNode mapping) {
      flatten(key + ".", mapping);
    } else if (node instanceof SequenceNode sequence) {
      values.put(
          key, String.join(",", sequence.getValue().stream().map(n -> item(key, n)).toList()));
    } else if (node instanceof ScalarNode scalar) {
      values.put(key, scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue());
    }
  }

  private static String item(String key, Node node) {
    if (node instanceof ScalarNode scalar && !scalar.getValue().contains(",")) {
      return scalar.getValue();
    }
    throw new ConfigurationException(
        key, "is a list of plain words; give neither commas nor lists nor keys inside it");
  }
}
