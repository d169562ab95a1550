namespace LtoAutoscope.Domain.Samples;

/// <summary>A sample that lies on a stub of the holder, and who saw it there.</summary>
/// <param name="Sample">The sample's name.</param>
/// <param name="Stub">The stub's name.</param>
/// <param name="LoadedBy">Who said that it was put there.</param>
/// <param name="LoadedAt">When, UTC.</param>
/// <param name="ConfirmedBy">Who confirmed by eye that it lies there; null while nobody has, or since something happened that puts it in doubt.</param>
/// <param name="ConfirmedAt">When, UTC.</param>
/// <param name="Doubt">Why an earlier confirmation counts no more; empty when none was taken back.</param>
public sealed record LoadedSample(string Sample, string Stub, string LoadedBy, DateTimeOffset LoadedAt, string? ConfirmedBy = null, DateTimeOffset? ConfirmedAt = null, string Doubt = "")
{
    /// <summary>Whether somebody stands for it.</summary>
    public bool IsConfirmed => ConfirmedBy is not null;
}
