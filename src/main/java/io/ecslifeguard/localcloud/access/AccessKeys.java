package io.ecslifeguard.localcloud.access;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The access keys that the local cloud accepts. */
public final class AccessKeys {

    /** More would only be a client that creates keys in a loop. */
    public static final int LIMIT = 1000;

    private final Map<String, AccessKey> byId = new LinkedHashMap<>();

    /** Adds a key, or replaces the one with its id. */
    public void put(AccessKey key) {
        if (byId.size() >= LIMIT && !byId.containsKey(key.id())) {
            throw new IllegalStateException("The local cloud holds at most " + LIMIT + " access keys: delete some.");
        }
        byId.put(key.id(), key);
    }

    /** Removes a key; false where there was none. */
    public boolean remove(String id) {
        return byId.remove(id) != null;
    }

    /** The key, or null. */
    public AccessKey get(String id) {
        return id == null ? null : byId.get(id);
    }

    /** All keys. */
    public Collection<AccessKey> all() {
        return byId.values();
    }
}
