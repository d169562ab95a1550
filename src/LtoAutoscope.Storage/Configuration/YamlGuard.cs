using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LtoAutoscope.Storage.Configuration;

/// <summary>
/// What no file of ours needs and what a text from outside could end the process with: aliases (one inside its own anchor is a circle), nesting without end (reading recurses), and endless text.
/// </summary>
internal static class YamlGuard
{
    /// <summary>Longest text, characters.</summary>
    public const int LongestText = 1_000_000;

    private const int DeepestNesting = 32;

    /// <summary>Looks through a text before anything is made of it.</summary>
    /// <exception cref="YamlException">It holds one of these, or is no YAML.</exception>
    public static void Check(string yaml)
    {
        if (yaml.Length > LongestText) throw new YamlException($"the text is longer than {LongestText:N0} characters");
        var parser = new Parser(new StringReader(yaml));
        int depth = 0;
        while (parser.MoveNext())
        {
            if (parser.Current is AnchorAlias alias) throw new YamlException(alias.Start, alias.End, "aliases are not taken here: write the value out");
            depth += parser.Current!.NestingIncrease;
            if (depth > DeepestNesting) throw new YamlException(parser.Current.Start, parser.Current.End, $"it is nested deeper than {DeepestNesting} levels");
        }
    }
}
