package io.ecslifeguard.spot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecslifeguard.cloud.RunOrder;
import io.ecslifeguard.journal.Order;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Orders, and what they are made of, as the journal keeps them. */
@ApplicationScoped
class Memories {

    private final ObjectMapper json;

    Memories(ObjectMapper json) {
        this.json = json;
    }

    String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("A purchase cannot be written as JSON", failure);
        }
    }

    <T> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException failure) {
            // without the text: it may hold user data
            failure.clearLocation();
            throw new IllegalStateException("A purchase cannot be read as " + type.getSimpleName(), failure);
        }
    }

    RunOrder order(Order order) {
        return read(order.request(), RunOrder.class);
    }

    List<Candidate> candidates(String text) {
        try {
            return json.readValue(text, new TypeReference<List<Candidate>>() {});
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("The candidates of a purchase cannot be read", failure);
        }
    }
}
