namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>The root in (0, longest] of a function that falls from above 0 to below it, by false position with the Illinois rule, bisected where that creeps.</summary>
internal struct BracketedRoot(double longest, double narrow)
{
    private double _low;
    private double _high = longest;
    private double _atLow = double.NaN;
    private double _atHigh = double.NaN;
    private int _side;
    private int _calls;

    /// <summary>Whether the bracket has shrunk below what matters.</summary>
    internal readonly bool IsNarrow => _high - _low < narrow;

    /// <summary>Where to look next.</summary>
    /// <param name="at">Where the function was looked at.</param>
    /// <param name="value">Its value there.</param>
    internal double Next(double at, double value)
    {
        if (value > 0)
        {
            (_low, _atLow) = (at, value);
            if (_side == 1) _atHigh *= 0.5;
            _side = 1;
        }
        else
        {
            (_high, _atHigh) = (at, value);
            if (_side == -1) _atLow *= 0.5;
            _side = -1;
        }

        double width = _high - _low, guess = _low + (width * _atLow / (_atLow - _atHigh));
        bool usable = double.IsFinite(guess) && ++_calls % 4 != 0;
        return usable ? Math.Clamp(guess, _low + (0.01 * width), _high - (0.01 * width)) : _low + (0.5 * width);
    }
}
