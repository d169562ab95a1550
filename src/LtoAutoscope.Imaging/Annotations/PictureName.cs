namespace LtoAutoscope.Imaging.Annotations;

/// <summary>The names of pictures in an annotation folder: what every file system and every drawing program leaves as it is.</summary>
public static class PictureName
{
    private const int Longest = 100;

    /// <summary>Whether a name may stand as it is.</summary>
    public static bool IsValid(string name) => name is { Length: > 0 and <= Longest } && char.IsAsciiLetterOrDigit(name[0]) && name.All(IsPlain);

    /// <summary>A valid name like the one given, with other characters turned into dashes.</summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string plain = new([.. name.Select(static c => IsPlain(c) ? c : '-')]);
        plain = plain.TrimStart('.', '-', '_');
        return plain.Length == 0 ? "picture" : plain[..Math.Min(plain.Length, Longest)];
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_';
}
