package io.ecslifeguard.cloud;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a copy of an instance takes over from it. The contents of its disks are not among it: the system disk comes from the
 * image, data disks come empty.
 *
 * @param systemDisk empty where it could not be read; then the cloud's default
 * @param userData in base64, as the cloud gives and takes it
 * @param bandwidthOut in Mbit/s, where the instance had a public address; such an address comes with it
 * @param missing what could not be taken over, each in a sentence
 */
public record InstanceCopy(
        String name,
        String image,
        List<String> securityGroups,
        Optional<Disk> systemDisk,
        List<Disk> dataDisks,
        Optional<String> keyPair,
        Optional<String> ramRole,
        Optional<String> userData,
        Optional<String> resourceGroup,
        Map<String, String> tags,
        Optional<Integer> bandwidthOut,
        Optional<String> internetChargeType,
        Optional<String> httpTokens,
        List<String> missing) {

    public InstanceCopy {
        requireNonNull(name, "name");
        requireNonNull(image, "image");
        securityGroups = List.copyOf(securityGroups);
        dataDisks = List.copyOf(dataDisks);
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        missing = List.copyOf(missing);
    }

    /**
     * A disk of it.
     *
     * @param size in GiB
     * @param performanceLevel of ESSDs, such as {@code PL1}
     * @param deleteWithInstance where told
     * @param encrypted whether what is on it is encrypted
     * @param key with which, where it is not the service's own
     */
    public record Disk(
            String category,
            int size,
            Optional<String> performanceLevel,
            Optional<Boolean> deleteWithInstance,
            boolean encrypted,
            Optional<String> key) {

        public Disk {
            requireNonNull(category, "category");
            requireNonNull(performanceLevel, "performanceLevel");
            requireNonNull(deleteWithInstance, "deleteWithInstance");
            requireNonNull(key, "key");
        }
    }
}
