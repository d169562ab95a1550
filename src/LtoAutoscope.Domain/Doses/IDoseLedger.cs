namespace LtoAutoscope.Domain.Doses;

/// <summary>What each place of a sample has got of the beam, over all runs; kept with the sample.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IDoseLedger
{
    /// <summary>Every exposure, oldest first.</summary>
    IReadOnlyList<DoseEntry> Entries { get; }

    /// <summary>Books an exposure; it survives a power cut when this returns.</summary>
    /// <exception cref="IOException">The disk is full or gone: do not expose.</exception>
    Task BookAsync(DoseEntry entry, CancellationToken cancellationToken);

    /// <summary>The exposures whose fields overlap a field around a place, oldest first.</summary>
    /// <param name="xMm">Middle relative to the middle of the stub, mm.</param>
    /// <param name="yMm">Middle relative to the middle of the stub, mm.</param>
    /// <param name="widthUm">Width of the field, µm.</param>
    /// <param name="heightUm">Height of the field, µm.</param>
    IReadOnlyList<DoseEntry> At(double xMm, double yMm, double widthUm, double heightUm);
}
