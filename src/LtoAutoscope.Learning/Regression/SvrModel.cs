namespace LtoAutoscope.Learning.Regression;

/// <summary>A fitted ε-SVR: all that it takes to predict, and how good it was on rows that it had not seen.</summary>
public sealed record SvrModel
{
    /// <summary>Names of the features, in order.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>Name of what is predicted.</summary>
    public required string Target { get; init; }

    /// <summary>Means and population deviations of the training rows.</summary>
    public required Standardisation Standardisation { get; init; }

    /// <summary>The range of each feature in the training rows.</summary>
    public required IReadOnlyList<FeatureRange> Ranges { get; init; }

    /// <summary>Support vectors, standardised.</summary>
    public required IReadOnlyList<double[]> SupportVectors { get; init; }

    /// <summary>β, one a support vector.</summary>
    public required IReadOnlyList<double> Coefficients { get; init; }

    /// <summary>Offset: f(x) = Σ βᵢ·K(xᵢ, x) − ρ.</summary>
    public required double Rho { get; init; }

    /// <summary>C, ε and γ of the fit.</summary>
    public required SvrHyperparameters Hyperparameters { get; init; }

    /// <summary>Support vectors with |β| = C.</summary>
    public required int BoundedCount { get; init; }

    /// <summary>The dual objective reached (LIBSVM's “obj”; it is minimised).</summary>
    public required double DualObjective { get; init; }

    /// <summary>Coefficient of determination on held-out folds; NaN where the target does not vary.</summary>
    public required double R2 { get; init; }

    /// <summary>Root mean square error on held-out folds, units of the target.</summary>
    public required double Rmse { get; init; }

    /// <summary>On what <see cref="R2"/> and <see cref="Rmse"/> were measured, in words.</summary>
    public required string MeasuredOn { get; init; }

    /// <summary>Rows that it was trained on.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>What the data are, in words that a report can print.</summary>
    public required string TrainedOn { get; init; }

    /// <summary>Name of the physical prediction that is added to the regression's; empty where the regression stands alone.</summary>
    public string PriorName { get; init; } = "";

    /// <summary>Name of the material that its rows are of; empty where nobody said.</summary>
    public string Material { get; init; } = "";

    /// <summary>Half-width of the 95 % conformal prediction interval, units of the target; NaN where the rows are too few for one.</summary>
    public double HalfWidth95 { get; init; } = double.NaN;

    /// <summary>The training rows, standardised, for the applicability domain; empty where they are too many or the file is an older one.</summary>
    public IReadOnlyList<double[]> DomainPoints { get; init; } = [];

    /// <summary>Number of support vectors.</summary>
    public int SupportVectorCount => SupportVectors.Count;

    /// <summary>Predicts in double precision from features in the order of <see cref="Features"/>, not standardised; the prior, where there is one, is for the caller to add.</summary>
    public double Predict(IReadOnlyList<double> features)
    {
        double[] point = Standardisation.Apply(features);
        double sum = -Rho;
        for (int i = 0; i < SupportVectors.Count; i++)
            sum += Coefficients[i] * RbfKernel.Value(SupportVectors[i], point, Hyperparameters.Gamma);
        return sum;
    }

    /// <summary>Whether each feature lies within the range of the training rows.</summary>
    public bool IsInside(IReadOnlyList<double> features)
    {
        for (int i = 0; i < Ranges.Count; i++)
            if (!Ranges[i].Contains(features[i])) return false;
        return true;
    }
}
