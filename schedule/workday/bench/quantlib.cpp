// Counts business days with QuantLib's Calendar::advance over the dates that
// the other programs count from. The closed days come on standard input, one
// ISO date a line. Prints "n nanoseconds checksum" for each n.
#include <chrono>
#include <iostream>
#include <string>
#include <vector>
#include <ql/time/calendars/bespokecalendar.hpp>

using namespace QuantLib;

int main() {
    BespokeCalendar calendar("US");
    calendar.addWeekend(Saturday);
    calendar.addWeekend(Sunday);
    for (std::string line; std::getline(std::cin, line);)
        calendar.addHoliday(Date(std::stoi(line.substr(8)), Month(std::stoi(line.substr(5, 2))), std::stoi(line.substr(0, 4))));

    const int million = 1000000;
    const Date first(1, January, 2017), unixEpoch(1, January, 1970);
    std::vector<Date> dates;
    for (long long i = 0; i < million; i++)
        dates.push_back(first + int(i * 7919 % 9490));

    for (int n : {5, 60, 250}) {
        long long sum = 0;
        const auto start = std::chrono::steady_clock::now();
        for (const Date& d : dates)
            sum += calendar.advance(d, n, Days) - unixEpoch;
        const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
        std::cout << n << ' ' << took.count() / million << ' ' << sum << '\n';
    }
}
