using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Queue;

/// <summary>One entry of a job's menu.</summary>
/// <param name="Id">Its word for tests and scripts.</param>
/// <param name="Symbol">Id of its symbol.</param>
/// <param name="Words">What it does.</param>
/// <param name="Why">Why it cannot be done now, in a sentence; empty when it can.</param>
/// <param name="Do">Does it.</param>
public sealed record JobMenuItem(string Id, string Symbol, string Words, string Why, EventCallback Do);
