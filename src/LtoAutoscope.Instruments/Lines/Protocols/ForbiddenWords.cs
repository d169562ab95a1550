using System.Text.RegularExpressions;

namespace LtoAutoscope.Instruments.Lines.Protocols;

/// <summary>Words that are not sent.</summary>
/// <param name="Pattern">What is forbidden; matched anywhere in the text, in either case.</param>
/// <param name="Why">The reason, for the refusal, without the final stop.</param>
/// <param name="IsForPeopleOnly">Whether a driver may send them, behind the interlock, and only a person's console may not.</param>
public sealed record ForbiddenWords(Regex Pattern, string Why, bool IsForPeopleOnly);
