using LtoAutoscope.Domain;

namespace LtoAutoscope.Learning.Optimisation;

/// <summary>What may be set, and within what limits. A point is one value a parameter, in their order; a categorical value is the index of its word.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed class SearchSpace
{
    /// <summary>Most parameters.</summary>
    public const int MostParameters = 20;

    /// <summary>Makes a space.</summary>
    /// <param name="parameters">1…20, each with its own name.</param>
    /// <param name="constraints">What every point must fulfil.</param>
    public SearchSpace(IReadOnlyList<SpaceParameter> parameters, IReadOnlyList<SpaceConstraint>? constraints = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfZero(parameters.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parameters.Count, MostParameters);
        (Parameters, Constraints) = (parameters, constraints ?? []);
        IsCategorical = [.. parameters.Select(parameter => parameter.Kind == ParameterKind.Categorical)];
    }

    /// <summary>What may be set.</summary>
    public IReadOnlyList<SpaceParameter> Parameters { get; }

    /// <summary>What every point must fulfil.</summary>
    public IReadOnlyList<SpaceConstraint> Constraints { get; }

    /// <summary>Which coordinates are words.</summary>
    public IReadOnlyList<bool> IsCategorical { get; }

    /// <summary>A constraint from text, as it stands in a file.</summary>
    /// <exception cref="InputException">It cannot be read, or names no parameter of the list.</exception>
    public static SpaceConstraint Constraint(IReadOnlyList<SpaceParameter> parameters, string require, string? when = null, string where = "constraints")
        => new(ConditionParser.Parse(require, parameters, where), when is null ? null : ConditionParser.Parse(when, parameters, where));

    /// <summary>Whether a point fulfils all constraints.</summary>
    public bool IsFeasible(IReadOnlyList<double> point) => Constraints.All(constraint => constraint.Holds(point));

    /// <summary>Whether a point lies in the ranges and fulfils all constraints.</summary>
    public bool Holds(IReadOnlyList<double> point)
    {
        ArgumentNullException.ThrowIfNull(point);
        for (int i = 0; i < Parameters.Count; i++)
            if (!IsCategorical[i] && Parameters[i].Encode(point[i]) is < -1e-9 or > 1 + 1e-9) return false;
        return IsFeasible(point);
    }

    /// <summary>The point's places in the ranges, 0…1 each; the index of the word for a categorical one.</summary>
    public double[] Encode(IReadOnlyList<double> point) => [.. Parameters.Select((parameter, i) => parameter.Encode(point[i]))];

    /// <summary>The point at places of the ranges, rounded to what can be set.</summary>
    public double[] Decode(IReadOnlyList<double> places) => [.. Parameters.Select((parameter, i) => parameter.Decode(places[i]))];

    /// <summary>Greatest difference of two encoded points over the coordinates; 1 where a word differs.</summary>
    public double Separation(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        double most = 0;
        for (int i = 0; i < Parameters.Count; i++)
            most = Math.Max(most, IsCategorical[i] ? one[i] == other[i] ? 0 : 1 : Math.Abs(one[i] - other[i]));
        return most;
    }

    /// <summary>Euclidean distance of two encoded points; a word that differs counts 1.</summary>
    public double Distance(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        double sum = 0;
        for (int i = 0; i < Parameters.Count; i++)
        {
            double step = IsCategorical[i] ? one[i] == other[i] ? 0 : 1 : one[i] - other[i];
            sum += step * step;
        }

        return Math.Sqrt(sum);
    }

    /// <summary>A point in words.</summary>
    public string Text(IReadOnlyList<double> point) => string.Join(", ", Parameters.Select((parameter, i) => parameter.Full(point[i])));
}
