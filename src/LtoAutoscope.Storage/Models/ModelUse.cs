namespace LtoAutoscope.Storage.Models;

/// <summary>Which network new runs use since when.</summary>
/// <param name="Reference"><c>NAME@VERSION</c>, or <see cref="ModelRegistry.Shipped"/>.</param>
/// <param name="Sha256">Its hash.</param>
/// <param name="At">When it was chosen.</param>
/// <param name="By">By whom.</param>
/// <param name="Comparison">The comparison that it was chosen after, or null.</param>
/// <param name="Reason">What they said, or empty.</param>
public sealed record ModelUse(string Reference, string Sha256, DateTimeOffset At, string By, string? Comparison, string Reason);
