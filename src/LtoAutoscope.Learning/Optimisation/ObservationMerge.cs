namespace LtoAutoscope.Learning.Optimisation;

/// <summary>Averages repeats of the same settings, and takes the noise from them.</summary>
public static class ObservationMerge
{
    /// <summary>One entry a synthesis.</summary>
    /// <param name="space">The space.</param>
    /// <param name="measured">Single measurements: settings, value, and the variance of the value where it is known (0 otherwise).</param>
    /// <returns>
    /// Means over equal settings, in the order of their first measurement. Where variances are given they weigh the mean, and its variance is 1/Σ(1/s²). Where none is given, the variance within repeats is pooled over
    /// all syntheses that have some, weighted by their degrees of freedom, and each mean gets it over its number of repeats; without any repeats it is 0, and the fitted nugget has to find the noise.
    /// </returns>
    public static IReadOnlyList<Observation> Of(SearchSpace space, IReadOnlyList<Observation> measured)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(measured);
        List<List<Observation>> groups = [];
        var index = new Dictionary<string, List<Observation>>(StringComparer.Ordinal);
        foreach (Observation one in measured)
        {
            string key = string.Join('|', space.Parameters.Select((parameter, i) => parameter.Kind == ParameterKind.Categorical ? parameter.Levels[(int)one.Point[i]] : one.Point[i].ToString("G12", System.Globalization.CultureInfo.InvariantCulture)));
            if (!index.TryGetValue(key, out List<Observation>? group)) groups.Add(index[key] = group = []);
            group.Add(one);
        }

        double squares = 0;
        int freedom = 0;
        foreach (List<Observation> group in groups)
        {
            double[] plain = [.. group.Where(one => one.Variance == 0).Select(one => one.Value)];
            if (plain.Length < 2) continue;
            double mean = plain.Average();
            squares += plain.Sum(value => (value - mean) * (value - mean));
            freedom += plain.Length - 1;
        }

        double pooled = freedom > 0 ? squares / freedom : 0;
        return [.. groups.Select(group =>
        {
            string label = string.Join(", ", group.Select(one => one.Label).Where(text => text.Length > 0).Distinct(StringComparer.Ordinal).Take(3));
            int repeats = group.Sum(one => one.Repeats);
            if (group.TrueForAll(one => one.Variance > 0))
            {
                double weight = group.Sum(one => 1 / one.Variance);
                return new Observation(group[0].Point, group.Sum(one => one.Value / one.Variance) / weight, 1 / weight) { Label = label, Repeats = repeats };
            }

            double variance = group.Sum(one => one.Variance > 0 ? one.Variance : pooled) / (group.Count * group.Count);
            return new Observation(group[0].Point, group.Average(one => one.Value), variance) { Label = label, Repeats = repeats };
        })];
    }
}
