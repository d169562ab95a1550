using LtoAutoscope.Imaging.Golden;

namespace LtoAutoscope.Pipeline.Models;

/// <summary>What a network made of one golden tile.</summary>
/// <param name="Set">The set it belongs to.</param>
/// <param name="Name">Its name.</param>
/// <param name="Score">The score.</param>
public sealed record GoldenTileScore(string Set, string Name, GoldenScore Score);
