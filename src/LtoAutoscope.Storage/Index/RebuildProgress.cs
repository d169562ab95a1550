namespace LtoAutoscope.Storage.Index;

/// <summary>How far a rebuild is.</summary>
/// <param name="Done">Runs read.</param>
/// <param name="Total">Runs to read.</param>
public readonly record struct RebuildProgress(int Done, int Total);
