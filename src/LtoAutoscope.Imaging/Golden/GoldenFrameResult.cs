namespace LtoAutoscope.Imaging.Golden;

/// <summary>What two networks made of one golden frame.</summary>
/// <param name="Set">The set it belongs to.</param>
/// <param name="Name">Its name.</param>
/// <param name="Particles">Particles that are truly on it.</param>
/// <param name="Old">Score of the one network.</param>
/// <param name="New">Score of the other.</param>
/// <param name="Picture">File name of the picture that shows both beside the truth.</param>
public sealed record GoldenFrameResult(string Set, string Name, int Particles, GoldenScore Old, GoldenScore New, string Picture);
