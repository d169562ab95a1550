using System.Text.RegularExpressions;

namespace LtoAutoscope.Instruments.Lines.Protocols;

/// <summary>Words that neither a driver nor a console sends.</summary>
/// <param name="Pattern">What is forbidden; matched anywhere in the text, in either case.</param>
/// <param name="Why">The reason, for the refusal.</param>
public sealed record ForbiddenWords(Regex Pattern, string Why);
