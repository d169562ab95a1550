using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LtoAutoscope.Twin.Tests.Servers;

/// <summary>A golden exchange of a text protocol; its form is told in <c>firmware-protocols/pi/README.md</c>.</summary>
internal sealed class WireTranscript
{
    private readonly List<Exchange> _exchanges;

    private WireTranscript(List<Exchange> exchanges) => _exchanges = exchanges;

    public static WireTranscript Load(string protocol, string file)
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "firmware-protocols", protocol, "transcripts", file));
        var exchanges = new List<Exchange> { new("", 0, "") };
        foreach (string line in lines.Where(line => line.Length > 2))
        {
            Exchange last = exchanges[^1];
            switch (line[0])
            {
                case '>': exchanges.Add(new Exchange(line[2..], 0, "")); break;
                case '!' when last.Expected.Length > 0: exchanges.Add(new Exchange("", double.Parse(line[2..], CultureInfo.InvariantCulture), "")); break;
                case '!': exchanges[^1] = last with { Wait = last.Wait + double.Parse(line[2..], CultureInfo.InvariantCulture) }; break;
                case '<': exchanges[^1] = last with { Expected = last.Expected + line[2..] }; break;
                case '#': break;
                default: throw new FormatException(line);
            }
        }

        Assert.Contains(exchanges, exchange => exchange.Expected.Length > 0);
        return new WireTranscript(exchanges);
    }

    /// <summary>Plays the host's part and compares every answer.</summary>
    /// <param name="send">Hands bytes to the server.</param>
    /// <param name="wait">Lets physical seconds pass.</param>
    /// <param name="receive">Waits until what has come matches, and gives it; what has come when it never does.</param>
    public async Task PlayAsync(Func<byte[], Task> send, Func<double, Task> wait, Func<Regex, Task<string>> receive)
    {
        foreach (Exchange exchange in _exchanges)
        {
            if (exchange.Sent.Length > 0) await send(Encoding.Latin1.GetBytes(Unescape(exchange.Sent)));
            if (exchange.Wait > 0) await wait(exchange.Wait);
            string pattern = string.Join(".*", exchange.Expected.Split(@"\*").Select(piece => Regex.Escape(Unescape(piece))));
            var wanted = new Regex($@"^{pattern}\z", RegexOptions.Singleline | RegexOptions.CultureInvariant);
            string got = await receive(wanted);
            Assert.True(wanted.IsMatch(got) && (exchange.Expected.Length > 0 || got.Length == 0), $"after {exchange.Sent}\nwanted {exchange.Expected}\ngot    {Escape(got)}");
        }
    }

    public static string Escape(string text) => string.Concat(text.Select(letter => letter switch
    {
        '\r' => @"\r",
        '\n' => @"\n",
        < ' ' or > '~' => $@"\x{(int)letter:X2}",
        _ => letter.ToString(),
    }));

    private static string Unescape(string text) => Regex.Replace(text, @"\\(r|n|\\|x[0-9A-Fa-f]{2})", match => match.Groups[1].Value switch
    {
        "r" => "\r",
        "n" => "\n",
        @"\" => @"\",
        var hex => ((char)Convert.ToInt32(hex[1..], 16)).ToString(),
    });

    private sealed record Exchange(string Sent, double Wait, string Expected);
}
