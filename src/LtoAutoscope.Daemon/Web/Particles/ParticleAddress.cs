using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Pipeline.Particles;
using LtoAutoscope.Storage.Columns;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Daemon.Web.Particles;

/// <summary>Reads the keys of an address: those of the endpoint itself, and all others as a filter. What is unknown or malformed is refused by name.</summary>
internal sealed class ParticleAddress
{
    /// <summary>Particles of a page at most.</summary>
    public const int MostOfAPage = 500;

    private readonly Dictionary<string, string> _own = new(StringComparer.Ordinal);

    /// <param name="query">Keys and values as they came.</param>
    /// <param name="own">Keys of the endpoint besides those of a filter; <c>v</c> marks a version and is passed over.</param>
    /// <exception cref="InputException">A key is unknown or comes twice, or a value is malformed.</exception>
    public ParticleAddress(IEnumerable<KeyValuePair<string, string>> query, params string[] own)
    {
        List<KeyValuePair<string, string>> filter = [];
        foreach (var pair in query.Where(pair => pair.Key != "v"))
        {
            if (!own.Contains(pair.Key))
            {
                if (!ParticleFilterText.IsKey(pair.Key))
                    throw new InputException($"there is no key '{pair.Key}' here", pair.Key, $"Use {string.Join(", ", own)}{(own.Length > 0 ? ", or " : "")}a filter: a quantity ({string.Join(", ", ParticleQuantity.All.Select(known => known.Key))}) with LOW..HIGH, or flags, without, decided, frame");
                filter.Add(pair);
            }
            else if (!_own.TryAdd(pair.Key, pair.Value)) throw new InputException($"the key '{pair.Key}' is given twice", pair.Key, "Give it once");
        }

        Filter = ParticleFilterText.Parse(filter);
    }

    public ParticleFilter Filter { get; }

    /// <summary>Keys and values of a request.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(HttpRequest request)
        => request.Query.SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? "")));

    public int Number(string key, int usual, int least, int most)
    {
        if (!_own.TryGetValue(key, out string? text)) return usual;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new InputException($"'{text}' is no number from {least} to {most}", key, $"Give {key}={usual}, for instance");
    }

    public double Length(string key, double usual, double least, double most)
    {
        if (!_own.TryGetValue(key, out string? text)) return usual;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number >= least && number <= most
            ? number
            : throw new InputException($"'{text}' is no number from {least} to {most}", key, "Give a length in nm with a decimal point");
    }

    public bool Choice(string key, string no, string yes)
    {
        string text = _own.GetValueOrDefault(key, no);
        return text == yes || (text == no ? false : throw new InputException($"'{text}' is no value of '{key}'", key, $"Use {no} or {yes}"));
    }

    public ParticleQuantity Quantity(string key, string usual)
    {
        string text = _own.GetValueOrDefault(key, usual);
        return ParticleQuantity.Find(text) ?? throw new InputException($"there is no quantity '{text}'", key, $"Use one of {string.Join(", ", ParticleQuantity.All.Select(known => known.Key))}");
    }

    /// <summary>The order: a quantity, with a minus for the largest first; null for that of the table.</summary>
    public (ParticleQuantity? Quantity, bool Descending) Sort()
    {
        string text = _own.GetValueOrDefault("sort", "");
        if (text.Length == 0) return (null, false);
        bool descending = text[0] == '-';
        return (ParticleQuantity.Find(descending ? text[1..] : text) ?? throw new InputException($"there is no quantity '{text}' to sort by", "sort",
            $"Use one of {string.Join(", ", ParticleQuantity.All.Select(known => known.Key))}, with a minus before it for the largest first"), descending);
    }

    /// <summary>The runs of a picture.</summary>
    public IReadOnlyList<string> Runs()
    {
        string[] runs = [.. _own.GetValueOrDefault("runs", "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
        if (runs.Length is 0 or > Distributions.MostRuns) throw new InputException(runs.Length == 0 ? "no run is named" : $"{runs.Length} runs are named", "runs", $"Name 1 to {Distributions.MostRuns} runs with commas between, as the list of runs has them");
        return runs.FirstOrDefault(run => !RunId.IsValid(run)) is { } odd ? throw new InputException($"'{odd}' is no run", "runs", "Take the ids from the list of runs") : runs;
    }

    /// <summary>Which distribution is asked for.</summary>
    public DistributionRequest Distribution(bool convergence) => new()
    {
        Quantity = Quantity("q", ParticleQuantity.Diameter), ByVolume = Choice("weight", "number", "volume"), Logarithmic = Choice("axis", "linear", "log"),
        WithDecisions = Choice("decisions", "untouched", "applied"), Filter = Filter, Convergence = convergence,
    };

    /// <summary>Keys of <see cref="Distribution"/>.</summary>
    public static string[] DistributionKeys { get; } = ["q", "weight", "axis", "decisions"];
}
