namespace LtoAutoscope.Daemon.Instruments;

/// <summary>A word that the console refuses.</summary>
/// <param name="Word">The word, or a pattern.</param>
/// <param name="Reason">Why.</param>
public sealed record ForbiddenWord(string Word, string Reason);
