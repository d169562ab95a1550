namespace LtoAutoscope.Storage.Index;

/// <summary>What a rebuild of the index found.</summary>
/// <param name="Runs">Runs indexed.</param>
/// <param name="Frames">Frames indexed.</param>
/// <param name="Jobs">Jobs of the queue indexed.</param>
/// <param name="Problems">Runs that could not be indexed, with the reason; empty when all is well.</param>
public sealed record RebuildReport(int Runs, int Frames, int Jobs, IReadOnlyList<string> Problems);
