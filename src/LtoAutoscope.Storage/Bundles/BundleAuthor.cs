using System.Text.RegularExpressions;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Storage.Bundles;

/// <summary>Somebody who is named as an author of a bundle.</summary>
/// <param name="Name">Their name.</param>
/// <param name="Orcid">Their ORCID identifier, such as <c>0000-0002-1825-0097</c>; null where it is not told.</param>
public sealed partial record BundleAuthor(string Name, string? Orcid)
{
    private const int LongestName = 200;

    /// <summary>Reads <c>NAME</c> or <c>NAME,ORCID</c>; the ORCID may be the whole address.</summary>
    /// <exception cref="InputException">There is no name, or the ORCID is none (its last character is a check by ISO 7064).</exception>
    public static BundleAuthor Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(',', 2, StringSplitOptions.TrimEntries);
        if (parts[0].Length is 0 or > LongestName) throw new InputException($"'{text}' names nobody", "author", "Give \"Name\" or \"Name,0000-0002-1825-0097\"");
        if (parts.Length == 1 || parts[1].Length == 0) return new BundleAuthor(parts[0], null);
        string orcid = parts[1].Replace("https://orcid.org/", "", StringComparison.OrdinalIgnoreCase);
        return Form().IsMatch(orcid) && CheckOf(orcid) == orcid[^1]
            ? new BundleAuthor(parts[0], orcid)
            : throw new InputException($"'{parts[1]}' is no ORCID", "author", "Give it as 0000-0002-1825-0097, with its check character, or leave it out");
    }

    /// <summary>ISO 7064 MOD 11-2 over the first fifteen digits.</summary>
    private static char CheckOf(string orcid)
    {
        int total = 0;
        foreach (char digit in orcid.Where(char.IsAsciiDigit).Take(15)) total = (total + (digit - '0')) * 2 % 11;
        int check = (12 - total) % 11;
        return check == 10 ? 'X' : (char)('0' + check);
    }

    [GeneratedRegex("^[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]$")]
    private static partial Regex Form();
}
