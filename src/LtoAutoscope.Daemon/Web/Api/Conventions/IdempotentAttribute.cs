namespace LtoAutoscope.Daemon.Web.Api.Conventions;

/// <summary>Marks an endpoint that heeds <c>Idempotency-Key</c>, for the document of the API.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IdempotentAttribute : Attribute;
