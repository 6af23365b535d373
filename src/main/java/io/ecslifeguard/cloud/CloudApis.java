package io.ecslifeguard.cloud;

import java.util.List;

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

    private CloudApis() {}
}
