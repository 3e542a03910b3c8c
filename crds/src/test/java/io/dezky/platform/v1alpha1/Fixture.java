package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of crds/fixtures.
 *
 * @param name the file's
 * @param expected what the refusal must say: one entry for each error; empty for a valid fixture
 * @param create the object that is created
 * @param update what it is then changed to, or null. In an invalid fixture with an update it is the update that is refused
 */
record Fixture(String name, List<String> expected, JsonNode create, JsonNode update) {

    private static final String EXPECT = "# expect: ";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    static List<Fixture> valid() {
        return in("valid");
    }

    static List<Fixture> invalid() {
        return in("invalid");
    }

    private static List<Fixture> in(String folder) {
        return ProjectFiles.yamlIn(ProjectFiles.CRDS.resolve("fixtures").resolve(folder)).stream()
                .map(Fixture::read)
                .toList();
    }

    private static Fixture read(Path file) {
        String text = ProjectFiles.read(file);
        List<String> expected = text.lines()
                .filter(line -> line.startsWith(EXPECT))
                .map(line -> line.substring(EXPECT.length()))
                .toList();
        List<JsonNode> documents = documents(text);
        String name = file.getFileName().toString().replace(".yaml", "");
        return new Fixture(name, expected, documents.get(0), documents.size() > 1 ? documents.get(1) : null);
    }

    static List<JsonNode> documents(String text) {
        try (JsonParser parser = YAML.createParser(text);
                MappingIterator<JsonNode> documents = YAML.readValues(parser, JsonNode.class)) {
            return documents.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
