package io.ecslifeguard.cloud;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is called of ECS and SLB. */
public final class CloudApis {

    /** All of it, by product and action. */
    public static final List<String> ALL = List.of(
            "ECS DescribeDisks",
            "ECS DescribeInstanceRamRole",
            "ECS DescribeInstances",
            "ECS DescribeUserData",
            "ECS RunInstances",
            "ECS StartInstance",
            "ECS StartInstances",
            "SLB AddBackendServers",
            "SLB AddVServerGroupBackendServers",
            "SLB DescribeLoadBalancerAttribute",
            "SLB DescribeLoadBalancers",
            "SLB DescribeVServerGroupAttribute",
            "SLB DescribeVServerGroups",
            "SLB ModifyVServerGroupBackendServers",
            "SLB RemoveBackendServers",
            "SLB RemoveVServerGroupBackendServers",
            "SLB SetBackendServers",
            "SLB SetVServerGroupAttribute");

    /** The actions alone, whatever the case of their letters. */
    static final SortedSet<String> ACTIONS = ALL.stream()
            .map(CloudApis::action)
            .collect(Collectors.toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)));

    private CloudApis() {}

    /** Without the product, such as {@code RunInstances}. */
    static String action(String api) {
        return api.substring(api.indexOf(' ') + 1);
    }
}
