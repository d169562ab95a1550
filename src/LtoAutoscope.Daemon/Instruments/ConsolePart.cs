namespace LtoAutoscope.Daemon.Instruments;

/// <summary>A connection of the instrument that may have a console.</summary>
/// <param name="Protocol">What it speaks.</param>
/// <param name="Endpoint">Where it leads.</param>
/// <param name="Gives">Which parts come over it.</param>
/// <param name="WhyNot">Why there is no console beside the running driver; empty where there is one.</param>
/// <param name="Forbidden">Words that are refused, with the reason.</param>
public sealed record ConsolePart(string Protocol, string Endpoint, IReadOnlyList<string> Gives, string WhyNot, IReadOnlyList<ForbiddenWord> Forbidden);
