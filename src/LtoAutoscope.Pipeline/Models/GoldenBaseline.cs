using LtoAutoscope.Imaging.Golden;

namespace LtoAutoscope.Pipeline.Models;

/// <summary><c>models/golden-checks/HASH.json</c>: what a network made of the golden tiles when it was first checked here.</summary>
/// <param name="Model">Name and hash of the network.</param>
/// <param name="SoftwareVersion">Version of the program then.</param>
/// <param name="CheckedAt">When, UTC.</param>
/// <param name="Tiles">Its scores, tile by tile.</param>
public sealed record GoldenBaseline(string Model, string SoftwareVersion, DateTimeOffset CheckedAt, IReadOnlyList<GoldenTileScore> Tiles);
