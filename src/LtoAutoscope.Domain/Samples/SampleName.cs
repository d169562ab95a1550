using System.Text.RegularExpressions;

namespace LtoAutoscope.Domain.Samples;

/// <summary>The rule for names that become folders and web addresses.</summary>
public static partial class SampleName
{
    /// <summary>Whether a name has 1 to 64 letters, digits, dots, dashes or underscores and starts with a letter or digit.</summary>
    public static bool IsValid(string? name) => name is not null && Pattern().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
