using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LtoAutoscope.Fem.Exchange;

/// <summary>
/// The rules of BPX 1.1 for a DFN parameter set with one material an electrode, as the pydantic schema of FaradayInstitution/BPX (bpx/schema.py, MIT licence)
/// states them: the sections, which fields each must have, may have and no others, numbers against functions against tables, the grammar of functions.
/// </summary>
public static partial class BpxRules
{
    private enum Kind
    {
        Number,
        Whole,
        Function,
        Text,
    }

    private sealed record Section(IReadOnlyDictionary<string, Kind> Needed, IReadOnlyDictionary<string, Kind> Allowed);

    private static readonly Section Header = new(
        Fields(Kind.Text, "BPX", "Model"), Fields(Kind.Text, "Title", "Description", "References"));

    private static readonly Section Cell = new(
        Join(Fields(Kind.Number, "Electrode area [m2]", "Lower voltage cut-off [V]", "Upper voltage cut-off [V]", "Nominal cell capacity [A.h]"), Fields(Kind.Whole, "Number of electrode pairs connected in parallel to make a cell")),
        Fields(Kind.Number, "External surface area [m2]", "Volume [m3]", "Reference temperature [K]", "Density [kg.m-3]", "Specific heat capacity [J.K-1.kg-1]"));

    private static readonly Section Electrolyte = new(
        Join(Fields(Kind.Number, "Cation transference number"), Fields(Kind.Function, "Diffusivity [m2.s-1]", "Conductivity [S.m-1]")),
        Fields(Kind.Number, "Diffusivity activation energy [J.mol-1]", "Conductivity activation energy [J.mol-1]"));

    private static readonly Section Separator = new(Fields(Kind.Number, "Thickness [m]", "Porosity", "Transport efficiency"), Fields(Kind.Number));

    private static readonly Section Electrode = new(
        Join(
            Fields(
                Kind.Number, "Thickness [m]", "Porosity", "Transport efficiency", "Conductivity [S.m-1]", "Minimum stoichiometry", "Maximum stoichiometry", "Maximum concentration [mol.m-3]",
                "Particle radius [m]", "Surface area per unit volume [m-1]", "Reaction rate constant [mol.m-2.s-1]"),
            Fields(Kind.Function, "Diffusivity [m2.s-1]", "OCP [V]")),
        Join(
            Fields(Kind.Number, "Diffusivity activation energy [J.mol-1]", "Reaction rate constant activation energy [J.mol-1]", "OCP hysteresis decay constant"),
            Fields(Kind.Function, "Entropic change coefficient [V.K-1]", "OCP (delithiation) [V]", "OCP (lithiation) [V]")));

    private static readonly Section InitialConditions = new(
        Fields(Kind.Number, "Initial state-of-charge", "Initial temperature [K]", "Initial electrolyte concentration [mol.m-3]"),
        Fields(Kind.Number, "Initial hysteresis state: Positive electrode", "Initial hysteresis state: Negative electrode"));

    private static readonly Section ThermalEnvironment = new(Fields(Kind.Number, "Ambient temperature [K]"), Fields(Kind.Number, "Heat transfer coefficient [W.m-2.K-1]"));

    /// <summary>What is wrong with a document, each as a sentence with its place; empty where it is valid.</summary>
    public static IReadOnlyList<string> Problems(JsonObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var problems = new List<string>();
        Only(document, "", ["Header", "Parameterisation", "State", "Validation"], problems);
        Check(document["Header"], "Header", Header, problems);
        if (document["Header"] is JsonObject header)
        {
            if (header["BPX"] is { } version && !VersionPattern().IsMatch(version.ToString())) problems.Add($"Header: '{version}' is no version");
            if (header["Model"]?.ToString() != "DFN") problems.Add("Header: the model is not DFN");
        }

        if (document["Parameterisation"] is JsonObject parameters)
        {
            Only(parameters, "Parameterisation", ["Cell", "Electrolyte", "Negative electrode", "Positive electrode", "Separator", "User-defined"], problems);
            Check(parameters["Cell"], "Cell", Cell, problems);
            Check(parameters["Electrolyte"], "Electrolyte", Electrolyte, problems);
            Check(parameters["Separator"], "Separator", Separator, problems);
            foreach (string name in (string[])["Negative electrode", "Positive electrode"])
            {
                Check(parameters[name], name, Electrode, problems);
                if (Number(parameters[name]?["Minimum stoichiometry"]) > Number(parameters[name]?["Maximum stoichiometry"])) problems.Add($"{name}: the stoichiometries are not in order");
            }

            if (parameters["User-defined"] is JsonObject own) CheckOwn(own, "User-defined", problems);
        }
        else
        {
            problems.Add("Parameterisation is missing");
        }

        if (document["State"] is JsonObject state)
        {
            Only(state, "State", ["Initial conditions", "Thermal environment", "Degradation"], problems);
            Check(state["Initial conditions"], "Initial conditions", InitialConditions, problems);
            Check(state["Thermal environment"], "Thermal environment", ThermalEnvironment, problems);
        }
        else
        {
            problems.Add("State is missing, which only a Partial parameterisation may leave out");
        }

        return problems;
    }

    /// <summary>Whether a text is an expression by BPX's grammar: numbers, x, + − * / **, calls of exp, tanh and cosh, parentheses.</summary>
    public static bool IsFunction(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int at = 0;
        return Sum(text, ref at) && Peek(text, ref at) == '\0';
    }

    private static void Check(JsonNode? node, string name, Section section, List<string> problems)
    {
        if (node is not JsonObject part)
        {
            problems.Add($"{name} is missing");
            return;
        }

        problems.AddRange(section.Needed.Keys.Where(key => !part.ContainsKey(key)).Select(key => $"{name}: '{key}' is missing"));
        foreach (var (key, value) in part)
        {
            if (section.Needed.TryGetValue(key, out var kind) || section.Allowed.TryGetValue(key, out kind)) CheckValue(value, kind, $"{name}, {key}", problems);
            else problems.Add($"{name}: there is no '{key}' in the standard");
        }
    }

    private static void CheckValue(JsonNode? value, Kind kind, string place, List<string> problems)
    {
        bool good = kind switch
        {
            Kind.Text => value?.GetValueKind() == JsonValueKind.String,
            Kind.Number => double.IsFinite(Number(value)),
            Kind.Whole => Number(value) is var n && n == Math.Floor(n),
            _ => double.IsFinite(Number(value)) || IsTable(value) || (value?.GetValueKind() == JsonValueKind.String && IsFunction(value.ToString())),
        };
        if (!good) problems.Add($"{place}: {(value is JsonObject ? "the table" : $"'{value}'")} is no {kind.ToString().ToLowerInvariant()}");
    }

    private static void CheckOwn(JsonObject group, string place, List<string> problems)
    {
        foreach (var (key, value) in group)
        {
            if (key == "description") CheckValue(value, Kind.Text, $"{place}, {key}", problems);
            else if (value is JsonObject inner && !inner.ContainsKey("x")) CheckOwn(inner, $"{place}, {key}", problems);
            else CheckValue(value, Kind.Function, $"{place}, {key}", problems);
        }
    }

    private static bool IsTable(JsonNode? value)
        => value is JsonObject { Count: 2 } table && table["x"] is JsonArray x && table["y"] is JsonArray y && x.Count == y.Count && x.Concat(y).All(v => double.IsFinite(Number(v)));

    private static void Only(JsonObject node, string place, string[] known, List<string> problems)
        => problems.AddRange(node.Select(p => p.Key).Except(known).Select(key => $"{place}{(place.Length > 0 ? ": " : "")}there is no '{key}' in the standard"));

    private static double Number(JsonNode? node) => node is not JsonValue value || value.GetValueKind() != JsonValueKind.Number ? double.NaN
        : value.TryGetValue(out double number) ? number
        : double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);

    private static Dictionary<string, Kind> Fields(Kind kind, params string[] names) => names.ToDictionary(name => name, _ => kind, StringComparer.Ordinal);

    private static Dictionary<string, Kind> Join(Dictionary<string, Kind> one, Dictionary<string, Kind> other) => one.Concat(other).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);

    // expr = term {(+|-) term}; term = factor {(*|/) factor}; factor = atom ['**' factor]; atom = {+|-} (call | number | x | '(' expr ')').
    private static bool Sum(string text, ref int at)
    {
        if (!Product(text, ref at)) return false;
        while (Peek(text, ref at) is '+' or '-')
        {
            at++;
            if (!Product(text, ref at)) return false;
        }

        return true;
    }

    private static bool Product(string text, ref int at)
    {
        if (!Factor(text, ref at)) return false;
        while ((Peek(text, ref at) == '*' && !text.AsSpan(at).StartsWith("**")) || Peek(text, ref at) == '/')
        {
            at++;
            if (!Factor(text, ref at)) return false;
        }

        return true;
    }

    private static bool Factor(string text, ref int at)
    {
        if (!Atom(text, ref at)) return false;
        Peek(text, ref at);
        if (!text.AsSpan(at).StartsWith("**")) return true;
        at += 2;
        return Factor(text, ref at);
    }

    private static bool Atom(string text, ref int at)
    {
        while (Peek(text, ref at) is '+' or '-') at++;
        if (NumberPattern().Match(text, at) is { Success: true, Length: var length })
        {
            at += length;
            return true;
        }

        if (WordPattern().Match(text, at) is { Success: true } word)
        {
            at += word.Length;
            if (Peek(text, ref at) != '(') return word.Value == "x";
            if (word.Value is not ("exp" or "tanh" or "cosh")) return false;
        }

        if (Peek(text, ref at) != '(') return false;
        at++;
        if (!Sum(text, ref at) || Peek(text, ref at) != ')') return false;
        at++;
        return true;
    }

    private static char Peek(string text, ref int at)
    {
        while (at < text.Length && text[at] == ' ') at++;
        return at < text.Length ? text[at] : '\0';
    }

    [GeneratedRegex(@"^\d+\.\d+(?:\.\d+)?$")]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"\G(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"\G[A-Za-z][A-Za-z0-9]*")]
    private static partial Regex WordPattern();
}
