namespace LtoAutoscope.Instruments.Tests.Xl30;

/// <summary>A golden exchange: what goes to the instrument and what comes back, which may be nothing.</summary>
internal sealed record Xl30Transcript(byte[] Request, byte[]? Answer)
{
    public static IReadOnlyList<Xl30Transcript> Load(string file)
    {
        var exchanges = new List<Xl30Transcript>();
        foreach (string line in File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "firmware-protocols", "xl30", "transcripts", file)))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            byte[] bytes = Convert.FromHexString(line[1..].Replace(" ", "", StringComparison.Ordinal));
            if (line[0] == '>') exchanges.Add(new Xl30Transcript(bytes, null));
            else exchanges[^1] = exchanges[^1] with { Answer = bytes };
        }

        Assert.NotEmpty(exchanges);
        return exchanges;
    }
}
