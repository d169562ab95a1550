using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LtoAutoscope.Instruments.Tests.Lines;

/// <summary>
/// A golden exchange of a line protocol: <c>&gt;</c> host to device, <c>&lt;</c> device to host, <c>!</c> so many seconds of the stage's time, <c>#</c> a remark.
/// <c>\r \n \\ \xHH</c> stand for bytes, <c>\*</c> for any in an answer. A remark <c># driver: …</c> says what the driver is told to do there.
/// </summary>
internal sealed record LineTranscript(string Protocol, string File, IReadOnlyList<(char Kind, string Text)> Steps)
{
    private const string Directive = "# driver: ";

    /// <summary>What the driver is told to do, in order; nothing for one that is only for a server.</summary>
    public IEnumerable<string> Orders => Steps.Where(step => step.Kind == '=').Select(step => step.Text);

    public static IEnumerable<LineTranscript> All(string protocol)
        => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "firmware-protocols", protocol, "transcripts"), "*.txt").Order(StringComparer.Ordinal).Select(path => Read(protocol, path));

    public static LineTranscript Load(string protocol, string file)
        => Read(protocol, Path.Combine(AppContext.BaseDirectory, "firmware-protocols", protocol, "transcripts", file));

    public static string Unescape(string text) => Regex.Replace(text, @"\\(r|n|\\|x[0-9A-Fa-f]{2})", match => match.Groups[1].Value switch
    {
        "r" => "\r",
        "n" => "\n",
        @"\" => @"\",
        var hex => ((char)Convert.ToInt32(hex[1..], 16)).ToString(),
    });

    public static string Escape(string text) => string.Concat(text.Select(letter => letter switch
    {
        '\r' => @"\r",
        '\n' => @"\n",
        < ' ' or > '~' => $@"\x{(int)letter:X2}",
        _ => letter.ToString(),
    }));

    /// <summary>What an answer has to look like.</summary>
    public static Regex Pattern(string text)
        => new($"^{string.Join(".*", text.Split(@"\*").Select(piece => Regex.Escape(Unescape(piece))))}$", RegexOptions.Singleline | RegexOptions.CultureInvariant);

    public static double Seconds(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static LineTranscript Read(string protocol, string path)
    {
        var steps = new List<(char, string)>();
        foreach (string line in System.IO.File.ReadAllLines(path, Encoding.UTF8))
        {
            if (line.StartsWith(Directive, StringComparison.Ordinal)) steps.Add(('=', line[Directive.Length..]));
            else if (line.Length > 1 && line[0] is '>' or '<' or '!') steps.Add((line[0], line[2..]));
        }

        return new LineTranscript(protocol, Path.GetFileName(path), steps);
    }
}
