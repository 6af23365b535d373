package io.ecslifeguard.localcloud.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The parameters of an OpenAPI call, read by the kinds that the RPC style knows: single values, {@code Name.N} lists,
 * {@code Name.N.Member} groups and JSON texts. What is missing or wrong fails with the vendor's code.
 *
 * @param values decoded, by their exact names
 */
public record Parameters(Map<String, String> values) {

    // The real services read Python's str(list) too, as their own samples send it
    private static final JsonMapper LENIENT =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

    /** The value, or null where it is missing or empty. */
    public String text(String name) {
        var value = values.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** The value, or {@code otherwise} where it is missing or empty. */
    public String text(String name, String otherwise) {
        var value = text(name);
        return value == null ? otherwise : value;
    }

    /** The value, or {@code MissingParameter.<name>}. */
    public String required(String name) {
        var value = text(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    /** A whole number of a range, or {@code InvalidParameter.<name>}. */
    public int number(String name, int otherwise, int least, int most) {
        var value = text(name);
        if (value == null) {
            return otherwise;
        }
        try {
            var number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, as a number out of the range is
        }
        throw invalid(name, "it must be a whole number from " + least + " to " + most);
    }

    /** A price or other number, or null where missing; {@code InvalidParameter.<name>} where it is none. */
    public Double decimal(String name) {
        var value = text(name);
        try {
            return value == null ? null : Double.valueOf(value);
        } catch (NumberFormatException e) {
            throw invalid(name, "it must be a number");
        }
    }

    /** {@code true} or {@code false} in any case, missing is false; else {@code InvalidParameter.<name>}. */
    public boolean flag(String name) {
        var value = text(name, "false");
        if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw invalid(name, "it must be true or false");
        }
        return value.equalsIgnoreCase("true");
    }

    /** One of the words, compared exactly; {@code otherwise} where missing. */
    public String word(String name, String otherwise, List<String> words) {
        var value = text(name, otherwise);
        if (value != null && !words.contains(value)) {
            throw invalid(name, "it must be one of " + String.join(", ", words));
        }
        return value;
    }

    /** The values of {@code name.1}, {@code name.2}, … in the order of their numbers. */
    public List<String> list(String name) {
        var found = new TreeMap<Integer, String>();
        values.forEach((key, value) -> {
            if (key.startsWith(name + ".") && !value.isEmpty()) {
                index(key, name).ifPresent(index -> found.put(index, value));
            }
        });
        return List.copyOf(found.values());
    }

    /** The members of {@code name.1.*}, {@code name.2.*}, … in the order of their numbers. */
    public List<Parameters> groups(String name) {
        var found = new TreeMap<Integer, Map<String, String>>();
        values.forEach((key, value) -> {
            var dot = key.indexOf('.', name.length() + 1);
            if (key.startsWith(name + ".") && dot > 0) {
                index(key.substring(0, dot), name)
                        .ifPresent(index -> found.computeIfAbsent(index, i -> new TreeMap<>())
                                .put(key.substring(dot + 1), value));
            }
        });
        var groups = new ArrayList<Parameters>();
        found.values().forEach(members -> groups.add(new Parameters(members)));
        return List.copyOf(groups);
    }

    /** The JSON array that the text is, single quotes allowed; empty where it is none. */
    public static Optional<List<?>> jsonArray(String text) {
        try {
            return LENIENT.readValue(text, Object.class) instanceof List<?> list ? Optional.of(list) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The error of a parameter that has to be there. */
    public static ApiError missing(String name) {
        return new ApiError(
                400,
                "MissingParameter." + name,
                "The input parameter \"" + name + "\" that is mandatory for processing this request is not supplied.");
    }

    /** The error of a parameter whose value makes no sense. */
    public static ApiError invalid(String name, String why) {
        return new ApiError(
                400, "InvalidParameter." + name, "The specified parameter \"" + name + "\" is not valid: " + why + ".");
    }

    private static Optional<Integer> index(String key, String name) {
        var number = key.substring(name.length() + 1);
        return number.matches("[1-9][0-9]{0,4}") ? Optional.of(Integer.valueOf(number)) : Optional.empty();
    }
}
