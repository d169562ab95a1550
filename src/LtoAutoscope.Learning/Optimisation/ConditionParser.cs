using System.Globalization;
using System.Text.RegularExpressions;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Learning.Optimisation;

/// <summary>Reads conditions: sums of <c>number*parameter</c>, parameters and numbers on both sides of &lt;=, &gt;=, &lt; or &gt;; or <c>parameter == word</c> and <c>parameter != word</c>.</summary>
internal static partial class ConditionParser
{
    private const string Remedy = "Write a linear comparison such as 'temperature_C + 20*ph <= 1100', or 'solvent == ethanol'";

    public static SpaceCondition Parse(string text, IReadOnlyList<SpaceParameter> parameters, string where)
    {
        Match split = Comparison().Match(text);
        if (!split.Success) throw new InputException($"'{text}' compares nothing", where, Remedy);
        string left = split.Groups["left"].Value, sign = split.Groups["sign"].Value, right = split.Groups["right"].Value;
        if (sign is "==" or "!=") return Word(text, left.Trim(), right.Trim(), sign == "==", parameters, where);
        var weights = new double[parameters.Count];
        double constant = 0;
        // a >= b is b - a <= 0.
        double direction = sign[0] == '<' ? 1 : -1;
        Add(left, direction);
        Add(right, -direction);
        return weights.All(weight => weight == 0)
            ? throw new InputException($"'{text}' names no parameter", where, Remedy)
            : new SpaceCondition(text, weights, constant, sign.Length == 1);

        void Add(string side, double factor)
        {
            string rest = side.Trim();
            if (rest.Length == 0) throw new InputException($"'{text}' has an empty side", where, Remedy);
            bool isFirst = true;
            while (rest.Length > 0)
            {
                Match term = Term().Match(rest);
                if (!term.Success || (!isFirst && term.Groups["plus"].Length == 0)) throw new InputException($"'{rest}' in '{text}' cannot be read", where, Remedy);
                isFirst = false;
                double weight = factor * (term.Groups["plus"].Value == "-" ? -1 : 1);
                if (term.Groups["number"].Success) weight *= double.Parse(term.Groups["number"].Value, CultureInfo.InvariantCulture);
                if (term.Groups["name"].Success) weights[IndexOf(term.Groups["name"].Value, parameters, text, where)] += weight;
                else constant += weight;
                rest = rest[term.Length..].TrimStart();
            }
        }
    }

    private static SpaceCondition Word(string text, string name, string level, bool isEqual, IReadOnlyList<SpaceParameter> parameters, string where)
    {
        int index = parameters.ToList().FindIndex(parameter => parameter.Name == name);
        if (index < 0) throw Unknown(name, parameters, text, where);
        if (parameters[index].Kind != ParameterKind.Categorical) throw new InputException($"'{name}' in '{text}' is a number, which is compared by <= or >=", where, Remedy);
        int place = parameters[index].Levels.ToList().IndexOf(level.Trim('\'', '"'));
        return place < 0
            ? throw new InputException($"'{level}' in '{text}' is no level of '{name}'", where, $"Use one of {string.Join(", ", parameters[index].Levels)}")
            : new SpaceCondition(text, index, place, isEqual);
    }

    private static int IndexOf(string name, IReadOnlyList<SpaceParameter> parameters, string text, string where)
    {
        int index = parameters.ToList().FindIndex(parameter => parameter.Name == name);
        if (index < 0) throw Unknown(name, parameters, text, where);
        return parameters[index].Kind == ParameterKind.Categorical
            ? throw new InputException($"'{name}' in '{text}' is categorical and has no size", where, "Compare it by == or !=")
            : index;
    }

    private static InputException Unknown(string name, IReadOnlyList<SpaceParameter> parameters, string text, string where)
        => new($"there is no parameter '{name}' (in '{text}')", where, $"Use one of {string.Join(", ", parameters.Select(parameter => parameter.Name))}");

    [GeneratedRegex("^(?<left>[^<>=!]+)(?<sign><=|>=|==|!=|<|>)(?<right>[^<>=!]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Comparison();

    [GeneratedRegex(@"^(?<plus>[+-])?\s*(?:(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?:\s*\*\s*(?<name>[A-Za-z_]\w*))?|(?<name>[A-Za-z_]\w*))", RegexOptions.CultureInvariant)]
    private static partial Regex Term();
}
