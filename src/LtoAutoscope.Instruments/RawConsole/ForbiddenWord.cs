namespace LtoAutoscope.Instruments.RawConsole;

/// <summary>A command that no person may type into a raw console.</summary>
/// <param name="Word">How it begins, in any case of letters; <c>*</c> at the end lets anything follow, without it no letter may.</param>
/// <param name="Reason">Why, as a sentence without the final stop.</param>
public sealed record ForbiddenWord(string Word, string Reason)
{
    /// <summary>Whether a text begins with it, after white space.</summary>
    public bool Matches(string text)
    {
        string stem = Word.TrimEnd('*');
        string typed = text.TrimStart();
        if (!typed.StartsWith(stem, StringComparison.OrdinalIgnoreCase)) return false;
        return Word.EndsWith('*') || typed.Length == stem.Length || !char.IsAsciiLetter(typed[stem.Length]) || !char.IsAsciiLetter(stem[^1]);
    }
}
