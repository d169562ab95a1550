namespace LtoAutoscope.Reports.Nights;

/// <summary>A journal that a night's figures come from.</summary>
/// <param name="Path">In the data folder, forward slashes.</param>
/// <param name="Lines">Intact lines.</param>
/// <param name="Sha256">Of the bytes that were read.</param>
public sealed record NightJournal(string Path, int Lines, string Sha256);
