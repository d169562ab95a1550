using LtoAutoscope.Fem.Electrochemistry;

namespace LtoAutoscope.Fem.HalfCell;

/// <summary>Particles of constant diffusivity, kept as their mean and the modes of their surface: x_surf = A + B·j is exact within a step.</summary>
internal sealed class ModalClassState : ParticleClassState
{
    private readonly double[] _weights;
    private readonly double[] _rates;
    private readonly double _remainder;
    private readonly double[] _shrink;
    private readonly double[][] _modes;
    private readonly double[][] _mean;
    private readonly double[] _modesNow;
    private readonly double[] _meanNow;
    private readonly double[] _known;
    private double _answer;

    internal ModalClassState(
        int places, DiffusionModes modes, double lengthM, double diffusivityM2S, double areaPerVolume, double chargePerVolume, double lithiation, InterfaceReaction reaction)
        : base(places, areaPerVolume, chargePerVolume, lithiation, reaction)
    {
        double time = lengthM * lengthM / diffusivityM2S;
        _weights = [.. modes.Weights];
        _rates = [.. modes.Rates.Select(rate => rate / time)];
        _remainder = modes.Remainder * time;
        _shrink = new double[_weights.Length];
        _modes = Levels(places * _weights.Length, 0);
        _mean = Levels(places, lithiation);
        _modesNow = new double[places * _weights.Length];
        _meanNow = new double[places];
        _known = new double[places];
    }

    internal override double Mean(int place) => _mean[0][place];

    internal override double MeanError(in StepFormula formula, int place)
        => ((-(LithiationPerCurrent * Current[place] * formula.Dt) - (formula.Alpha1 * _mean[0][place]) - (formula.Alpha2 * _mean[1][place])) / formula.Alpha0) - Predict(formula, _mean, place);

    internal override void Begin(in StepFormula formula)
    {
        int count = _weights.Length;
        _answer = (formula.Dt / formula.Alpha0) + _remainder;
        for (int k = 0; k < count; k++)
        {
            _shrink[k] = 1 / (formula.Alpha0 + (formula.Dt * _rates[k]));
            _answer += formula.Dt * _weights[k] * _shrink[k];
        }

        for (int place = 0; place < _known.Length; place++)
        {
            double sum = -((formula.Alpha1 * _mean[0][place]) + (formula.Alpha2 * _mean[1][place])) / formula.Alpha0;
            int at = place * count;
            var one = _modes[0].AsSpan(at, count);
            var two = _modes[1].AsSpan(at, count);
            var now = _modesNow.AsSpan(at, count);
            for (int k = 0; k < count; k++)
            {
                double past = -((formula.Alpha1 * one[k]) + (formula.Alpha2 * two[k])) * _shrink[k];
                now[k] = past;
                sum += past;
            }

            _known[place] = sum;
        }
    }

    internal override bool Solve(int place, in StepFormula formula, double potential, double concentration)
        => SolveSurface(place, formula, _known[place], -_answer * LithiationPerCurrent, potential, concentration);

    internal override void Commit(in StepFormula formula)
    {
        int count = _weights.Length;
        for (int place = 0; place < _known.Length; place++)
        {
            double inflow = -LithiationPerCurrent * Current[place] * formula.Dt;
            _meanNow[place] = (inflow - (formula.Alpha1 * _mean[0][place]) - (formula.Alpha2 * _mean[1][place])) / formula.Alpha0;
            var now = _modesNow.AsSpan(place * count, count);
            for (int k = 0; k < count; k++) now[k] += inflow * _weights[k] * _shrink[k];
        }

        Rotate(_mean, _meanNow);
        Rotate(_modes, _modesNow);
        base.Commit(formula);
    }
}
