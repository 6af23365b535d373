package io.ecslifeguard.cloud;

import com.aliyun.ecs20140526.models.DescribeDisksResponseBody;
import com.aliyun.ecs20140526.models.DescribeDisksResponseBody.DescribeDisksResponseBodyDisksDisk;
import com.aliyun.ecs20140526.models.DescribeInstanceRamRoleResponseBody;
import com.aliyun.ecs20140526.models.DescribeUserDataResponseBody;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Puts together what a copy of an instance takes over, of which any part may not have been readable. */
class CopyReader {

    private static final Set<String> OURS =
            Set.of("ecs-lifeguard/replaces", "ecs-lifeguard/event", "ecs-lifeguard/generation");
    /** Room for those that say what the copy is for. */
    private static final int MOST_TAGS = RunOrder.MOST_TAGS - 3;

    private CopyReader() {}

    /** What was read, or why it was not. */
    record Part<T>(Optional<T> value, Optional<String> missing) {

        static <T> Part<T> of(T value) {
            return new Part<>(Optional.of(value), Optional.empty());
        }

        static <T> Part<T> missing(String what, Throwable why) {
            return new Part<>(Optional.empty(), Optional.of(what + " (" + why.getMessage() + ")"));
        }
    }

    static InstanceCopy copy(
            Instance instance,
            Part<DescribeDisksResponseBody> disks,
            Part<DescribeUserDataResponseBody> userData,
            Part<DescribeInstanceRamRoleResponseBody> role) {
        var missing = new ArrayList<String>();
        disks.missing().ifPresent(missing::add);
        userData.missing().ifPresent(missing::add);
        role.missing().ifPresent(missing::add);
        instance.elasticAddress()
                .ifPresent(address -> missing.add("Its elastic IP address " + address + " is not moved"));
        var isPublic = !instance.publicAddresses().isEmpty();
        var all = disks.value().map(CopyReader::disks).orElse(List.of());
        return new InstanceCopy(
                instance.name(),
                instance.image(),
                instance.securityGroups(),
                all.stream().filter(CopyReader::isSystem).map(CopyReader::disk).findFirst(),
                all.stream()
                        .filter(disk -> !isSystem(disk))
                        .map(CopyReader::disk)
                        .toList(),
                instance.keyPair(),
                role.value().flatMap(CopyReader::role),
                userData.value().flatMap(told -> text(told.getUserData())),
                instance.resourceGroup(),
                tags(instance.tags(), missing),
                isPublic ? instance.bandwidthOut() : Optional.empty(),
                isPublic ? instance.internetChargeType() : Optional.empty(),
                instance.httpTokens(),
                missing);
    }

    /** In the order of their devices; without local disks, which come with the type. */
    private static List<DescribeDisksResponseBodyDisksDisk> disks(DescribeDisksResponseBody body) {
        if (body.getDisks() == null || body.getDisks().getDisk() == null) {
            return List.of();
        }
        return body.getDisks().getDisk().stream()
                .filter(disk -> text(disk.getCategory())
                        .filter(category -> category.startsWith("cloud") || category.startsWith("elastic"))
                        .isPresent())
                .filter(disk -> disk.getSize() != null)
                .sorted(Comparator.comparing(disk -> text(disk.getDevice()).orElse("")))
                .toList();
    }

    private static boolean isSystem(DescribeDisksResponseBodyDisksDisk disk) {
        return "system".equalsIgnoreCase(disk.getType());
    }

    private static InstanceCopy.Disk disk(DescribeDisksResponseBodyDisksDisk told) {
        return new InstanceCopy.Disk(
                told.getCategory(),
                told.getSize(),
                text(told.getPerformanceLevel()),
                Optional.ofNullable(told.getDeleteWithInstance()),
                Boolean.TRUE.equals(told.getEncrypted()),
                text(told.getKMSKeyId()));
    }

    private static Optional<String> role(DescribeInstanceRamRoleResponseBody body) {
        if (body.getInstanceRamRoleSets() == null
                || body.getInstanceRamRoleSets().getInstanceRamRoleSet() == null) {
            return Optional.empty();
        }
        return body.getInstanceRamRoleSets().getInstanceRamRoleSet().stream()
                .flatMap(set -> text(set.getRamRoleName()).stream())
                .findFirst();
    }

    /** Without those that only the platform may set, and what an earlier replacement was for. */
    private static Map<String, String> tags(Map<String, String> tags, List<String> missing) {
        var kept = new TreeMap<String, String>();
        new TreeMap<>(tags).forEach((key, value) -> {
            if (key.startsWith("acs:") || key.startsWith("aliyun") || OURS.contains(key)) {
                return;
            }
            if (kept.size() == MOST_TAGS) {
                missing.add("There is no room for its tag " + key);
                return;
            }
            kept.put(key, value);
        });
        return kept;
    }

    private static Optional<String> text(String value) {
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }
}
